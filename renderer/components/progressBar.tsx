import './progressBar.css';

interface ProgressBarProps {
  readonly label: string;
  /** 0 to 100; undefined where it is not known how far the work is. */
  readonly percent: number | undefined;
  readonly shape?: string;
}

/** How much of a work is done. */
export function ProgressBar({ label, percent, shape = 'running' }: ProgressBarProps) {
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === undefined ? {} : { 'aria-valuenow': percent })}
    >
      <div className={`progress-done progress-${shape}`} style={{ width: `${percent ?? 0}%` }} />
    </div>
  );
}
