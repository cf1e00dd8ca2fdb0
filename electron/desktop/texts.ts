import type { RunKind } from '../services/runs/runEvent.ts';

export type Language = 'en' | 'zh';

/** What the window itself says, beside the page: see renderer/text for all the rest. */
export const closingTexts: Readonly<
  Record<Language, Readonly<Record<'message' | 'detail' | 'keep' | 'stop', string>>>
> = {
  en: {
    message: 'Hosts are being changed.',
    detail:
      'If the window closes, the steps under way are finished first and the rest is left undone. Start the deployment again later: it goes on from there.',
    keep: 'Keep going',
    stop: 'Finish these steps, then close',
  },
  zh: {
    message: '正在更改主机。',
    detail: '若关闭窗口，会先完成正在执行的步骤，其余步骤不再执行。之后重新开始部署，即可从该处继续。',
    keep: '继续部署',
    stop: '完成当前步骤后关闭',
  },
};

type EndTexts = Readonly<Partial<Record<RunKind, Readonly<Record<'good' | 'bad', string>>>>>;

/** How the end of a run is told, by whether it came to what was wanted. */
export function endText(language: Language, kind: RunKind, how: 'good' | 'bad'): string {
  return (endTexts[language][kind] ?? otherEnds[language])[how];
}

const otherEnds: Readonly<Record<Language, Readonly<Record<'good' | 'bad', string>>>> = {
  en: { good: 'The work on the hosts is done.', bad: 'The work on the hosts stopped before its end.' },
  zh: { good: '主机上的操作已完成。', bad: '主机上的操作在结束前停止。' },
};

const endTexts: Readonly<Record<Language, EndTexts>> = {
  en: {
    preflight: { good: 'Every check passed.', bad: 'Preflight found something to look at.' },
    rehearsal: { good: 'The rehearsal is done.', bad: 'The rehearsal could not be finished.' },
    deploy: { good: 'The deployment is done.', bad: 'The deployment stopped before its end.' },
    rotate: { good: 'The secrets were renewed.', bad: 'What was renewed has not arrived everywhere.' },
    switchover: { good: 'The leadership was handed over.', bad: 'The leadership was not handed over.' },
    destroy: { good: 'The deployment was removed.', bad: 'Removing the deployment stopped before its end.' },
    promote: { good: 'The standby region takes writes.', bad: 'The standby region was not promoted.' },
    return: { good: 'The region follows again.', bad: 'The region does not follow yet.' },
  },
  zh: {
    preflight: { good: '所有检查均已通过。', bad: '预检发现了需要查看的问题。' },
    rehearsal: { good: '预演已完成。', bad: '预演未能完成。' },
    deploy: { good: '部署已完成。', bad: '部署在结束前停止。' },
    rotate: { good: '密钥与证书已更新。', bad: '更新的内容未能送达所有主机。' },
    switchover: { good: '主节点已移交。', bad: '主节点未能移交。' },
    destroy: { good: '部署已移除。', bad: '移除部署在结束前停止。' },
    promote: { good: '灾备区域已可写入。', bad: '灾备区域未能提升。' },
    return: { good: '该区域已重新跟随。', bad: '该区域尚未跟随。' },
  },
};
