import type { YAMLError } from 'yaml';
import { type Phrase, say } from '../wording/phrase.ts';

/** What the reader of YAML stumbled over, in words for a person who edits a plan: by its code, since its messages are English only. */
export function yamlFault({ code, message }: Pick<YAMLError, 'code' | 'message'>): Phrase {
  switch (code) {
    case 'MISSING_CHAR':
      return missing(message);
    case 'BAD_INDENT':
      return say`the indentation does not fit the lines around it`;
    case 'BLOCK_AS_IMPLICIT_KEY':
      return say`a second key or a list starts in the line of another key; give it a line of its own`;
    case 'MULTILINE_IMPLICIT_KEY':
      return say`a key goes on over several lines; perhaps a colon is missing`;
    case 'KEY_OVER_1024_CHARS':
      return say`a key is longer than 1024 characters; perhaps a quotation mark is missing`;
    case 'NON_STRING_KEY':
      return say`a key is a list or a mapping instead of text`;
    case 'BLOCK_IN_FLOW':
      return say`an indented block stands inside brackets`;
    case 'BAD_SCALAR_START':
      return say`a value starts with a special character; put it in quotation marks`;
    case 'BAD_DQ_ESCAPE':
      return say`a backslash in double quotation marks starts no known escape; use single ones`;
    case 'BAD_ALIAS':
    case 'ALIAS_PROPS':
    case 'MULTIPLE_ANCHORS':
      return say`found an anchor or alias (&name, *name); write the value out in each place`;
    case 'TAG_RESOLVE_FAILED':
    case 'MULTIPLE_TAGS':
    case 'BAD_COLLECTION_TYPE':
      return say`found a tag (!name), which a plan does not use`;
    case 'BAD_DIRECTIVE':
      return say`found a directive (%), which a plan does not use`;
    default:
      return say`something stands here that does not belong`;
  }
}

function missing(message: string): Phrase {
  if (/closing .quote/.test(message)) return say`a closing quotation mark is missing`;
  if (/followed by map values/.test(message)) return say`the colon behind a key is missing`;
  if (/^Missing ,|end with/.test(message)) return say`a comma or a closing bracket is missing`;
  if (/space/.test(message)) return say`a space is missing`;
  return say`a character is missing`;
}
