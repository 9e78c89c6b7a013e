import { Component, type ReactNode } from "react";
import { Button } from "./Button";
import { EmptyState } from "./EmptyState";

type Props = { readonly children: ReactNode };

/**
 * Keeps a fault in one screen from blanking the window. React offers this to classes alone.
 */
export class ErrorBoundary extends Component<Props, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <EmptyState
        title="This screen could not be shown"
        actions={
          <Button tone="primary" onPress={() => this.setState({ hasFailed: false })}>
            Show it again
          </Button>
        }
      >
        Nothing is lost: everything you did is saved as you do it. If it fails again, go to another screen and
        back, or start Assay anew.
      </EmptyState>
    );
  }
}
