import { Component, type ReactNode } from 'react'

import { LanguageSwitch, useWords } from './language/language'

interface Props {
  readonly children: ReactNode
}

/**
 * Shows what to do where a fault in the page has ended it, in place of nothing.
 *
 * The engine is no part of what ended: what was written stays kept, and what
 * was not sent goes out after a reload.
 */
export class ErrorBoundary extends Component<Props, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError() {
    return { hasFailed: true }
  }

  override render() {
    return this.state.hasFailed ? <Fault /> : this.props.children
  }
}

function Fault() {
  const { closing } = useWords()
  const { what, why, next } = closing.pageFault
  return (
    <main className="entrance">
      <div className="card">
        <header>
          <p className="wordmark" translate="no">
            Parley
          </p>
          <h1>{what}</h1>
        </header>
        <div role="alert" className="problem">
          <p>{why}</p>
          <p>{next}</p>
        </div>
        <div className="actions">
          <button type="button" className="primary" onClick={() => location.reload()}>
            {closing.reload}
          </button>
        </div>
      </div>
      <p className="actions">
        <LanguageSwitch />
      </p>
    </main>
  )
}
