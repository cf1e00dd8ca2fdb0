import type { start as english } from '../en/start.ts';
import type { Translated } from '../texts.ts';

export const start: Translated<typeof english> = {
  'start.lead': '能扛住故障的 PostgreSQL 集群：规划、验证、部署。',
  'start.name': '新建项目',
  'start.nameHint': '可用字母、数字、连字符和下划线。集群名为 pg-名称。',
  'start.create': '创建项目',
  'start.projects': '项目',
  'start.loading': '正在读取项目…',
  'start.none': '还没有项目。规划第一个项目大约需要五分钟。',
  'start.design': '设计',
  'start.designHint': '拓扑、主机与目标，每一步都有规则把关。',
  'start.prove': '验证',
  'start.proveHint': '在纸面上让任意部分故障，看看剩下什么、多久恢复。',
  'start.deploy': '部署',
  'start.deployHint': '先检查真实主机，再通过 SSH 完成部署。',
  'start.watch': '监控',
  'start.watchHint': '实时查看主库与各从库的延迟；在实验环境中可切断主机电源。',
  'start.or': '或者',
  'start.importPlan': '打开方案或清单文件…',
  'start.demo': '查看演示',
  'import.reportTitle': '从 {{format}} 生成方案',
  'import.reportLead': '清单已读取。请查看其中未说明的内容，以及方案无法容纳的内容。',
  'import.understood_other': '已理解 {{count}} 项设置',
  'import.defaulted_other': '{{count}} 项采用默认值',
  'import.ignored_other': '忽略 {{count}} 项设置',
};
