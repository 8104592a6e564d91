// What breaks while it is drawn takes its own place with it, and no more.
import {Component, type ReactNode} from 'react';

interface ErrorBoundaryProps {
  children: ReactNode;
  instead: (again: () => void) => ReactNode;
}

export class ErrorBoundary extends Component<ErrorBoundaryProps, {broken: boolean}> {
  override state = {broken: false};
  static getDerivedStateFromError() {
    return {broken: true};
  }
  override render() {
    const {children, instead} = this.props;
    return this.state.broken ? instead(() => this.setState({broken: false})) : children;
  }
}
