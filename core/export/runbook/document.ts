import type { ProcedureStep } from './procedure.ts';

/** The parts of a book, whatever it is written as. All text is plain: who writes it escapes it. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string; readonly anchor: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'warning'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly ListItem[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'step'; readonly number: number; readonly where: string; readonly step: ProcedureStep };

export interface ListItem {
  readonly text: string;
  /** Where it leads to. */
  readonly anchor: string;
  /** Items below this one. */
  readonly below?: readonly ListItem[] | undefined;
}

/** A place in the document that links lead to. */
export function anchorOf(...words: readonly string[]): string {
  return words
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
