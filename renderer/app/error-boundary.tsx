import { Component, type ReactNode } from 'react';
import { appText } from '../text/app.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/notice.tsx';

/** Replaces an empty window when rendering fails: says that the work is safe, and offers a reload. */
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
          title={appText.crashed}
          action={
            <Button tone="primary" onClick={() => window.location.reload()}>
              {appText.reload}
            </Button>
          }
        >
          <p>{appText.crashedHint}</p>
          <p className="pt-2 text-meta break-words" data-selectable>
            {this.state.error.message}
          </p>
        </Empty>
      </main>
    );
  }
}
