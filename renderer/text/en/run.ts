/** What the screens of running work share. */
export const run = {
  'step.preflight': 'Preflight',
  'step.deploy': 'Deploy',
  'step.dashboard': 'Dashboard',
  'next.preflight': 'Next: look at the real hosts before anything is changed.',
  'next.deploy': 'Next: make the hosts what the plan says.',
  'next.dashboard': 'The dashboard looks at the hosts every second.',
  'run.copy': 'Copy',
  'run.copied': 'Copied',
  'run.copyFailed': 'Select it and copy by hand',
  'run.copyNamed': 'Copy {{what}}',
  'run.none': 'none',
  'run.stopped': 'Stopped. What had begun on a host came to its end there; the next run looks again and goes on.',
  'run.fault': 'This is a fault of the program, not of your hosts. Try again, and report it if it comes back.',
};
