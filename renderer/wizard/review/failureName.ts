import type { Failure } from '../../../core/quorum/failure.ts';
import { useText } from '../../text/language.ts';

/** What people call a failure; its form on the command line is for the command line. */
export function useFailureName(): (failure: Failure) => string {
  const t = useText();
  return (failure) => {
    switch (failure.kind) {
      case 'host':
        return t('failed.host', { host: failure.host });
      case 'site':
        return t('failed.site', { site: failure.site });
      case 'dcs':
        return t('failed.dcs', { host: failure.host });
      case 'process':
        return t('failed.process', { process: failure.process, host: failure.host });
      case 'link':
        return t('failed.link', { from: failure.from, to: failure.to });
    }
  };
}
