import type { Fault } from "./fault";
import { consulWithoutQuorum } from "./faults/consulWithoutQuorum";
import { cutOffLoki } from "./faults/cutOffLoki";
import { dnsAway } from "./faults/dnsAway";
import { fillWal } from "./faults/fillWal";
import { gatewayAway } from "./faults/gatewayAway";
import { killAllLokis } from "./faults/killAllLokis";
import { killConsulLeader } from "./faults/killConsulLeader";
import { killDuringFlush } from "./faults/killDuringFlush";
import { killOneGateway } from "./faults/killOneGateway";
import { killOneLoki } from "./faults/killOneLoki";
import { killTwoLokis } from "./faults/killTwoLokis";
import { objectStoreAway } from "./faults/objectStoreAway";
import { restartCollector } from "./faults/restartCollector";
import { rollout } from "./faults/rollout";
import { wipeConsul } from "./faults/wipeConsul";

/** Every fault there is, by its number. */
export const faults: readonly Fault[] = [
  killOneLoki,
  killTwoLokis,
  killAllLokis,
  killDuringFlush,
  fillWal,
  objectStoreAway,
  killConsulLeader,
  consulWithoutQuorum,
  wipeConsul,
  restartCollector,
  killOneGateway,
  gatewayAway,
  rollout,
  dnsAway,
  cutOffLoki,
];
