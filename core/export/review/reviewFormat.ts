import { say } from '../../wording/phrase.ts';
import { diagramSvg } from '../diagram/svg.ts';
import type { ExportFormat, ExportInput } from '../exportFormat.ts';
import { type Html, html, joined } from './htmlParts.ts';
import { reviewStyle, reviewStyleHash } from './reviewStyle.ts';
import {
  budgetSection,
  checkedSection,
  findingsSection,
  hostsSection,
  objectivesSection,
  parametersSection,
} from './sections.ts';
import { survivalSection } from './survival.ts';

/** Nothing is loaded, run or sent: the document holds everything, and its own style is all that counts. */
const policy = `default-src 'none'; style-src 'sha256-${reviewStyleHash}'; base-uri 'none'; form-action 'none'`;

/** The whole design in one HTML file, for people who decide and do not have the program. */
export const reviewFormat: ExportFormat = {
  id: 'review',
  title: say`Review document (one HTML file)`,
  run: (input) => ({ files: [{ path: 'review.html', text: documentOf(input) }], losses: [] }),
};

function documentOf(input: ExportInput): string {
  const { plan, madeAt } = input;
  const sections: readonly (readonly [string, string, Html])[] = [
    ['topology', 'Topology', { html: diagramSvg(plan, true) }],
    ['hosts', 'Hosts and members', hostsSection(input)],
    ['objectives', 'Objectives', objectivesSection(input)],
    ['budget', 'Time budget', budgetSection(input)],
    ['survival', 'What is survived', survivalSection(plan)],
    ['findings', 'Findings', findingsSection(input)],
    ['checked', 'What was checked, and what was not', checkedSection(input)],
    ['parameters', 'Parameters and their reasons', parametersSection(input)],
  ];
  const body = joined(
    sections.map(([id, title, part]) => html`<section id="${id}"><h2>${title}</h2>${part}</section>`),
  );
  const made = madeAt === undefined ? html`` : html` · written at ${madeAt}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>${plan.name}: review of the design</title>
<style>${{ html: reviewStyle }}</style>
</head>
<body>
<h1>${plan.name}</h1>
<p class="dim">${plan.topology}, ${plan.hosts.length} hosts${made}</p>
${body}
</body>
</html>
`.html;
}
