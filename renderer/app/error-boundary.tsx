import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/notice.tsx';

/** In place of an empty window when drawing fails by a bug: says that the work is safe, and offers to begin anew. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    if (!this.state.error) return this.props.children;
    return (
      <main>
        <Empty
          level={1}
          title="This window broke"
          action={
            <Button tone="primary" onClick={() => window.location.reload()}>
              Open it again
            </Button>
          }
        >
          <p>Bounces are watched and sent outside of it, so nothing is lost and nothing has stopped.</p>
          <p className="pt-2 text-meta break-words" data-selectable>
            {this.state.error.message}
          </p>
        </Empty>
      </main>
    );
  }
}
