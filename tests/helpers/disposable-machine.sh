#!/bin/sh
# A Debian of a test's own: everything of this machine, or of another Debian's folder, read-only below a layer in memory,
# with systemd as its first process and a network of its own. Started in new namespaces; all of it is gone when they end.
# Arguments: an empty folder, a folder that becomes /packages, and the root below the layer.
set -e
folder=$1
packages=$2
lower=$3

mount --make-rprivate /
mount -t tmpfs tmpfs "$folder"
mkdir "$folder/upper" "$folder/work" "$folder/root"
mount -t overlay overlay -o "lowerdir=$lower,upperdir=$folder/upper,workdir=$folder/work" "$folder/root"
cd "$folder/root"

mount -t proc proc proc
mount -t sysfs sysfs sys -o ro
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs dev -o mode=755
# Nodes of its own: a container makes its user the owner of the one that it gets as its input.
for device in null:3 zero:5 full:7 random:8 urandom:9; do
  mknod -m 666 "dev/${device%:*}" c 1 "${device#*:}"
done
mknod -m 666 dev/tty c 5 0
mkdir dev/pts dev/shm dev/mqueue dev/hugepages
mount -t devpts devpts dev/pts -o newinstance,ptmxmode=0666
mount -t tmpfs tmpfs dev/shm
mount -t mqueue mqueue dev/mqueue
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mkdir -p packages
mount --bind "$packages" packages
ip link set lo up

# A container's image may forbid that packages start services.
rm -f usr/sbin/policy-rc.d
printf '[Unit]\nRequires=systemd-journald.service\n' > etc/systemd/system/disposable.target
# systemd sets up each service's own view of the disk from a root that is a mount of its own.
mkdir -p before
pivot_root . before
umount -l /before
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --unit=disposable.target
