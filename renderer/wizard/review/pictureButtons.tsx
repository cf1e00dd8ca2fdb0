import { Button } from '@mantine/core';
import { type RefObject, useState } from 'react';
import { messageOf } from '../../api/client.ts';
import { saveFile } from '../../components/saveFile.ts';
import { useText } from '../../text/language.ts';
import { pngOf, standaloneSvg } from './picture.ts';

interface PictureButtonsProps {
  readonly svg: RefObject<SVGSVGElement | null>;
  readonly name: string;
}

/** Saves the drawing as it is on the screen. */
export function PictureButtons({ svg, name }: PictureButtonsProps) {
  const t = useText();
  const [problem, setProblem] = useState<string>();
  const save = async (kind: 'svg' | 'png') => {
    setProblem(undefined);
    try {
      if (svg.current === null) return;
      const text = standaloneSvg(svg.current);
      saveFile(`${name}.${kind}`, kind === 'svg' ? new Blob([text], { type: 'image/svg+xml' }) : await pngOf(text));
    } catch (thrown) {
      setProblem(messageOf(thrown));
    }
  };
  return (
    <>
      {problem !== undefined && (
        <span className="save-failed" role="alert">
          {problem}
        </span>
      )}
      <Button size="compact-xs" variant="default" onClick={() => void save('svg')}>
        {t('review.saveSvg')}
      </Button>
      <Button size="compact-xs" variant="default" onClick={() => void save('png')}>
        {t('review.savePng')}
      </Button>
    </>
  );
}
