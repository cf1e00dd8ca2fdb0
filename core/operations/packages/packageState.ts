import { stateDirectory } from '../../facts/hostState.ts';

/** Files there that the package scripts keep: one word per line. */
export const packageState = {
  /** Packages that were not on the host before this program installed them, what they needed included. */
  installed: `${stateDirectory}/packages`,
  /** Packages that were on the host when an installation that is not finished began. */
  before: `${stateDirectory}/packages-before`,
  /** The host's own /etc/default/locale from before this program's first installation. */
  locale: `${stateDirectory}/locale-before`,
  /** Packages that this program holds at their versions. */
  holds: `${stateDirectory}/holds`,
  /** Components whose packages an upgrade has begun to change, and whose services do not run with them for sure. */
  restarts: `${stateDirectory}/restarts`,
  /** The boot in which an installation that is not finished began. */
  boot: `${stateDirectory}/packages-boot`,
  /** Units masked for the time of an installation. */
  masked: `${stateDirectory}/units-masked`,
  /** The host's own policy-rc.d, for the time of an installation. */
  policy: `${stateDirectory}/policy-rc.d.kept`,
  /** Identity of the bundle that is unpacked. */
  bundle: `${stateDirectory}/bundle`,
} as const;
