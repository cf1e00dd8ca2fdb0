import './codeView.css';
import { memo } from 'react';
import { useText } from '../text/language.ts';
import { highlight } from './highlight.ts';

interface CodeViewProps {
  readonly name: string;
  readonly text: string;
}

/** A file's text with its parts coloured, numbered lines, and a way to copy it. */
export const CodeView = memo(function CodeView({ name, text }: CodeViewProps) {
  const t = useText();
  const lines = highlight(name, text);
  return (
    <div className="code-frame">
      <button type="button" className="plain-button code-copy" onClick={() => void navigator.clipboard.writeText(text)}>
        {t('code.copy')}
      </button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a frame that scrolls is scrolled by the keyboard as well */}
      <section className="code-scroll" tabIndex={0} aria-label={name}>
        <pre className="code">
          {lines.map((parts, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a fixed text
            <span key={line} className="code-line">
              {parts.map((part, index) =>
                part.kind === undefined ? (
                  part.text
                ) : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: parts of a fixed line
                  <span key={index} className={`code-${part.kind}`}>
                    {part.text}
                  </span>
                ),
              )}
              {'\n'}
            </span>
          ))}
        </pre>
      </section>
    </div>
  );
});
