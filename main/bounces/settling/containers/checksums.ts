/** Table of a CRC that processes the highest bit first. */
function makeTable(polynomial: number, bits: 8 | 16 | 32): Uint32Array {
  const top = 2 ** (bits - 1);
  const mask = 2 ** bits - 1;
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte * 2 ** (bits - 8);
    for (let bit = 0; bit < 8; bit++) {
      const carry = value >= top;
      value = ((value * 2) & mask) >>> 0;
      if (carry) value = (value ^ polynomial) >>> 0;
    }
    return value;
  });
}

function makeChecksum(polynomial: number, bits: 8 | 16 | 32): (bytes: Uint8Array) => number {
  const table = makeTable(polynomial, bits);
  const mask = 2 ** bits - 1;
  return (bytes) => {
    let value = 0;
    for (const byte of bytes) {
      const index = ((value >>> (bits - 8)) ^ byte) & 0xff;
      value = (((value << 8) & mask) ^ (table[index] as number)) >>> 0;
    }
    return value;
  };
}

/** Of a FLAC frame header (RFC 9639 §9.1.8). */
export const crc8 = makeChecksum(0x07, 8);
/** Of a whole FLAC frame (RFC 9639 §9.3). Computed over a frame with its stored checksum, it is 0. */
export const crc16 = makeChecksum(0x8005, 16);
/** Of an Ogg page with its checksum field set to 0 (RFC 3533 §6). */
export const oggCrc32 = makeChecksum(0x04c1_1db7, 32);
