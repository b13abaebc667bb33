import { useSession } from '../platform/session-context.tsx';
import { appText } from '../text/app.ts';
import { Modal } from '../ui/dialog.tsx';
import { Key } from '../ui/key.tsx';
import { ScrollRegion } from '../ui/scroll-region.tsx';
import { keySheet } from './keys.ts';

/** The keyboard shortcuts. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  const { capabilities } = useSession().facts;
  return (
    <Modal wide="very" title={appText.keys.title} onClose={onClose}>
      <ScrollRegion
        label={appText.keys.list}
        className="-mx-3 -my-2 gap-x-8 rounded-md px-3 py-2 sm:columns-2 lg:columns-3"
      >
        {keySheet.map((group) => (
          <div key={group.title} className="break-inside-avoid pb-3">
            <h3 className="pb-1 text-meta font-semibold text-faint">{group.title}</h3>
            <dl>
              {group.keys
                .filter(({ needs }) => !needs || capabilities[needs])
                .map(({ keys, does }) => (
                  <div key={does} className="flex min-h-6.5 items-center gap-2">
                    <dt className="order-2 flex gap-1">
                      {keys.map((key) => (
                        <Key key={key}>{key}</Key>
                      ))}
                    </dt>
                    <dd className="flex-1">{does}</dd>
                  </div>
                ))}
            </dl>
          </div>
        ))}
      </ScrollRegion>
    </Modal>
  );
}
