import { Component, type ReactNode } from 'react';
import { Button } from '../parts/Button';
import { Failure } from './Failure';

/** A page that throws takes nothing else with it. A part that an update of the server has taken away comes with a reload. */
export class ErrorBoundary extends Component<{ children: ReactNode; at?: string; isAlone?: boolean }, { failed?: unknown; at?: string }> {
  override state: { failed?: unknown; at?: string } = {};

  static getDerivedStateFromError = (failed: unknown) => ({ failed });

  /** Another page is another chance. */
  static getDerivedStateFromProps(props: { at?: string }, state: { failed?: unknown; at?: string }) {
    return props.at === state.at ? null : { failed: undefined, at: props.at };
  }

  override render() {
    if (this.state.failed === undefined) return this.props.children;
    return (
      <Failure words={(words) => words.shell.broken} isAlone={this.props.isAlone}>
        {(words) => (
          <Button look="primary" onPress={() => location.reload()}>
            {words.shell.broken.act}
          </Button>
        )}
      </Failure>
    );
  }
}
