import type { ClusterOutcome } from '../../../core/quorum/simulationResult.ts';
import { useLanguage } from '../../text/language.ts';
import { reasonInChinese } from '../../text/zh/reasons.ts';

/** Why a cluster ends up as it does. The simulator writes English; Chinese is made from the reason's code and its parameters. */
export function Reason({ cluster }: { readonly cluster: ClusterOutcome }) {
  const [language] = useLanguage();
  return (
    <p className="reason">
      {language === 'zh' ? reasonInChinese(cluster.reasonCode, cluster.reasonParameters) : cluster.reason}
    </p>
  );
}
