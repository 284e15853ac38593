import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Skeleton } from './card.tsx';

/** A part of the page that is fetched when it is first shown; until then `waiting` stands there. */
export function lazy<P extends object>(
  load: () => Promise<ComponentType<P>>,
  waiting: ComponentChildren = <Skeleton lines={5} />,
): ComponentType<P> {
  let loaded: ComponentType<P> | undefined;
  return function Lazy(props: P) {
    const [Part, setPart] = useState(() => loaded);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (Part) return;
      load().then(
        (it) => {
          loaded = it;
          setPart(() => it);
        },
        () => setFailed(true),
      );
    }, []);
    if (Part) return <Part {...props} />;
    if (!failed) return <>{waiting}</>;
    return (
      <div class="fault" role="alert">
        <strong>This part of the page could not be fetched</strong>
        <p>The gateway is away, or has been renewed since the page was opened.</p>
        <button type="button" class="button" onClick={() => location.reload()}>
          Load the page anew
        </button>
      </div>
    );
  };
}
