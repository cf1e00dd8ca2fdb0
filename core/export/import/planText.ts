import { Document, isMap, isPair, isScalar, isSeq, visit } from 'yaml';
import type { PlanInput } from '../../plan/schema.ts';

/** A plan as the text of a plan file: one line for each host and member, sections on one line where they are small. */
export function planText(plan: PlanInput): string {
  const document = new Document(JSON.parse(JSON.stringify(plan)), { aliasDuplicateObjects: false });
  visit(document, {
    Collection(_, node, path) {
      const parent = path.at(-1);
      if (isSeq(node)) node.flow = node.items.every((item) => isScalar(item));
      // Entries of lists, and small sections.
      else if (isMap(node) && path.length > 1) {
        const entry = !isPair(parent);
        const flat = node.items.every((item) => isScalar(item.value) || isSeq(item.value));
        const size = JSON.stringify(node.toJSON()).length;
        node.flow = size < 110 && (entry || flat) && !node.items.some((item) => String(item.key) === 'members');
      }
    },
  });
  return `# Imported by Quorate. What is not written has a default: quorate validate --explain shows each one.\n${document.toString({ lineWidth: 0 })}`;
}
