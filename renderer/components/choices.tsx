import './choices.css';

interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

interface ChoicesProps<Value extends string> {
  readonly legend: string;
  readonly name: string;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly disabled?: boolean;
  readonly onChange: (value: Value) => void;
}

/** One of a few, each with what it means. */
export function Choices<Value extends string>({
  legend,
  name,
  value,
  choices,
  disabled = false,
  onChange,
}: ChoicesProps<Value>) {
  return (
    <fieldset className="choices" disabled={disabled}>
      <legend>{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className="choice">
          <input type="radio" name={name} checked={choice.value === value} onChange={() => onChange(choice.value)} />
          <span>
            <span className="choice-label">{choice.label}</span>
            {choice.hint !== undefined && <span className="dim choice-hint">{choice.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
