import { escapeHtml } from '../text/escape.ts';

/** HTML that was made here, with everything untrusted in it escaped. */
export interface Html {
  readonly html: string;
}

/** Fills values into a piece of HTML: each is escaped unless it is HTML already. */
export function html(pieces: TemplateStringsArray, ...values: readonly (Html | string | number)[]): Html {
  return {
    html: pieces
      .map((piece, index) => {
        const value = values[index];
        if (value === undefined) return piece;
        return `${piece}${typeof value === 'object' ? value.html : escapeHtml(value)}`;
      })
      .join(''),
  };
}

/** Several pieces, one after the other. */
export function joined(parts: readonly Html[]): Html {
  return { html: parts.map((part) => part.html).join('\n') };
}

export type Cell = Html | string | number;

/** A table with a heading row. */
export function table(headings: readonly string[], rows: readonly (readonly Cell[])[]): Html {
  const head = joined(headings.map((heading) => html`<th scope="col">${heading}</th>`));
  const body = joined(rows.map((cells) => html`<tr>${joined(cells.map((cell) => html`<td>${cell}</td>`))}</tr>`));
  return html`<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

/** A word whose class gives it a colour: the word says it all, the colour helps. */
export function word(name: string): Html {
  return html`<span class="${name}">${name}</span>`;
}
