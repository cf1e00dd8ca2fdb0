import type { start as english } from '../en/start.ts';
import type { Translated } from '../texts.ts';

export const start: Translated<typeof english> = {
  'start.lead': '规划能扛住故障的 PostgreSQL 集群，先在纸面上验证，再部署，再演练。',
  'start.new': '新建项目',
  'start.name': '名称',
  'start.nameHint': '可用字母、数字、连字符和下划线。集群名为 pg-名称。',
  'start.create': '创建项目',
  'start.projects': '项目',
  'start.loading': '正在读取项目…',
  'start.none': '还没有项目。规划第一个项目大约需要五分钟。',
};
