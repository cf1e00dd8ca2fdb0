import type { Step } from '../stores/steps.ts';

const paths: Readonly<Record<Step, string>> = {
  // One above two, tied together.
  topology: 'M8 5.5v2.5M4 10.5V8h8v2.5M6 2h4v3.5H6zM2 10.5h4V14H2zM10 10.5h4V14h-4z',
  // Two machines in a rack.
  hosts: 'M2.5 2.5h11v4.5h-11zM2.5 9h11v4.5h-11zM5 4.75h.1M5 11.25h.1M8 4.75h3M8 11.25h3',
  // A target.
  objectives: 'M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 1 0 0-12.5zM8 5a3 3 0 1 0 0 6 3 3 0 1 0 0-6zM8 8h.1',
  // Sliders.
  options:
    'M2 4.5h6M11.5 4.5H14M9.75 2.75a1.75 1.75 0 1 0 0 3.5 1.75 1.75 0 1 0 0-3.5zM2 11.5h2.5M8 11.5h6M6.25 9.75a1.75 1.75 0 1 0 0 3.5 1.75 1.75 0 1 0 0-3.5z',
  // A magnifying glass.
  review: 'M7 2a5 5 0 1 0 0 10A5 5 0 1 0 7 2zM10.6 10.6 14 14',
  // A pulse.
  dashboard: 'M1.5 8.5h3l2-5.5 3 10 2-4.5h3',
  // One list against another.
  deploy: 'M4.5 2v6M1.5 5h6M9 11h5M2 11h5M9 5h5M9 14h5M2 14h5',
  // A list that is ticked off.
  preflight: 'M1.75 3.75 3 5l2.25-2.5M1.75 8.25 3 9.5 5.25 7M1.75 12.75 3 14l2.25-2.5M7.5 4H14M7.5 8.5H14M7.5 13H14',
  // Two that change places.
  operations: 'M2 5h11M10 2l3 3-3 3M14 11H3M6 8l-3 3 3 3',
  // A clock that goes back.
  history: 'M2.6 5.2A6 6 0 1 1 2 8M2.2 2.2v3.2h3.2M8 4.75V8l2.25 1.75',
};

/** The picture of a screen, beside its name. */
export function StepIcon({ step }: { readonly step: Step }) {
  return (
    <svg className="rail-icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[step]} />
    </svg>
  );
}
