import { Button } from '@mantine/core';
import { useState } from 'react';
import { type TextKey, useText } from '../../text/language.ts';
import { type Answers, type Question, questions, type Recommendation, recommend } from './recommend.ts';
import type { LayoutId } from './topologyCard.tsx';

const first: Answers = { machines: 'three', places: 'one', loss: 'some', downtime: 'half-minute' };

/** Four questions, and the topology with objectives that follows from the answers. */
export function Chooser({ onChoose }: { readonly onChoose: (recommendation: Recommendation) => void }) {
  const t = useText();
  const [answers, setAnswers] = useState(first);
  const answer = (question: Question, choice: string) => setAnswers({ ...answers, [question]: choice } as Answers);
  const result = recommend(answers);
  return (
    <div className="panel chooser">
      <div className="chooser-questions">
        {(Object.keys(questions) as Question[]).map((question) => (
          <fieldset key={question} className="question">
            <legend>{t(`question.${question}`)}</legend>
            {questions[question].map((choice) => (
              <label key={choice} className="chip">
                <input
                  type="radio"
                  name={`question-${question}`}
                  checked={answers[question] === choice}
                  onChange={() => answer(question, choice)}
                />
                {t(answerKey(question, choice))}
              </label>
            ))}
          </fieldset>
        ))}
      </div>
      <div className="chooser-result" aria-live="polite">
        <h2>{t('chooser.result')}</h2>
        <p className="chooser-name">
          {t(`topology.${result.topology}`)} <span className="dim">{t(`layout.${result.layout as LayoutId}`)}</span>
          <br />
          {t('chooser.mode', { mode: t(`mode.${result.mode}`) })}
        </p>
        <ul>
          {result.remarks.map((remark) => (
            <li key={remark}>{t(`remark.${remark}`)}</li>
          ))}
        </ul>
        <Button variant="default" size="xs" onClick={() => onChoose(result)}>
          {t('chooser.use')}
        </Button>
      </div>
    </div>
  );
}

/** Answers have the same names in several questions. */
function answerKey(question: Question, choice: string): TextKey {
  return `answer.${question}.${choice}` as TextKey;
}
