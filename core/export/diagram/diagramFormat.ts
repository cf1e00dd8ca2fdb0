import { say } from '../../wording/phrase.ts';
import type { ExportFormat } from '../exportFormat.ts';
import { diagramMermaid } from './mermaid.ts';
import { diagramSvg } from './svg.ts';

/** The topology as a picture. The window makes a PNG of the SVG, since that needs something that draws. */
export const diagramFormat: ExportFormat = {
  id: 'diagram',
  title: say`Diagram of the topology (SVG and Mermaid)`,
  run: ({ plan }) => ({
    files: [
      { path: 'topology.svg', text: diagramSvg(plan) },
      { path: 'topology.mmd', text: diagramMermaid(plan) },
    ],
    losses: [],
  }),
};
