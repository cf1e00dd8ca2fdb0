import type { run as english } from '../en/run.ts';
import type { Translated } from '../texts.ts';

export const run: Translated<typeof english> = {
  'step.preflight': '主机检查',
  'step.deploy': '部署',
  'step.changes': '变更',
  'step.dashboard': '概览',
  'step.operations': '操作',
  'step.history': '历史',
  'next.preflight': '下一步：在做任何改动之前检查真实主机。',
  'next.deploy': '下一步：让主机达到方案所描述的状态。',
  'next.dashboard': '每秒查询一次主机。',
  'next.operations': '每项操作都会先行确认，并记入历史。',
  'next.history': '运行记录与日志保存在项目文件夹中。',
  'run.copy': '复制',
  'run.copied': '已复制',
  'run.copyFailed': '请选中后手动复制',
  'run.copyNamed': '复制{{what}}',
  'run.none': '无',
  'run.stopped': '已停止。主机上已经开始的操作会执行完毕；下次运行会重新检查并继续。',
  'run.fault': '这是程序自身的故障，与您的主机无关。请重试；如再次出现，请反馈给我们。',
};
