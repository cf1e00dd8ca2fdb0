import type { shell as english } from '../en/shell.ts';
import type { Translated } from '../texts.ts';

export const shell: Translated<typeof english> = {
  'shell.projects': '项目',
  'shell.loading': '正在加载…',
  'shell.steps': '步骤',
  'shell.language': '语言',
  'shell.undo': '撤销',
  'shell.redo': '重做',
  'shell.continue': '继续：{{step}}',
  'step.topology': '拓扑',
  'step.hosts': '主机',
  'step.objectives': '目标',
  'next.topology': '下一步：指定由哪些机器承担这些角色。',
  'next.hosts': '下一步：设定允许的停机时长与数据丢失量。',
  'next.objectives': '每次修改都会自动保存。',
  'rail.error_other': '{{count}} 个错误',
  'rail.warning_other': '{{count}} 个警告',
  'save.done': '已保存',
  'save.pending': '正在保存…',
  'save.failed': '未保存：{{reason}}',
  'severity.error': '错误',
  'severity.warning': '警告',
  'severity.info': '提示',
  'findings.title': '检查结果',
  'unreadable.title': '无法读取该方案',
  'unreadable.lead': '请用文本编辑器修正 {{file}} 后重新打开项目，或撤销上一次修改。',
};
