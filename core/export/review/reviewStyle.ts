/** The one style sheet of a review document. Its checksum stands in the document's policy, which lets in nothing else. */
export const reviewStyle = `
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1b2229; background: #fff; font: 14px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin-bottom: 0; } h2 { font-size: 1.15rem; margin-top: 2.2rem; border-bottom: 1px solid #dde2e8; }
p.dim, td.dim { color: #525d68; }
svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: 4px 10px 4px 0; border-bottom: 1px solid #dde2e8; overflow-wrap: break-word; }
th { color: #525d68; font-weight: 600; white-space: nowrap; }
section { overflow-x: auto; } table + table { margin-top: 1rem; } td span { white-space: nowrap; }
code { font: 12px ui-monospace, monospace; }
.unaffected, .passed { color: #146c3c; } .automatic { color: #0b5cad; } .manual, .warning { color: #845400; } .lost, .error, .failed { color: #b3261e; font-weight: 600; }
@media print { body { margin: 0; max-width: none; font-size: 11px; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
`;

/** SHA-256 of the style sheet in Base64, for `style-src`. */
export const reviewStyleHash = 'yuhdUkb8wtRrwaVfpxVUXFfkT76mDqv8TAk0gmb91Zo=';
