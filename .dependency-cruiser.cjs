// Allowed imports. Data flows one way: models ← everything, calibration → edge, and edge, gateway and dashboard meet
// only in models/contract. scripts/check-imports.mjs runs this.
const OWN = '^(aisle\\.ts|commands|models|edge|gateway|dashboard|calibration|scripts|test)(/|\\.|$)';
const room = (name) => `^${name}/`;

/** `from` may import, of our own sources, only what `to` matches. */
const only = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: OWN, pathNot: to },
});

module.exports = {
  forbidden: [
    only('models-import-only-models', 'models is the core: it knows nobody', room('models'), room('models')),
    only('edge-imports-models', 'edge meets the others in models/contract', room('edge'), [
      room('edge'),
      room('models'),
    ]),
    only('gateway-imports-models', 'gateway meets the others in models/contract', room('gateway'), [
      room('gateway'),
      room('models'),
    ]),
    only('calibration-imports-edge-and-models', 'calibration measures the edge', room('calibration'), [
      room('calibration'),
      room('edge'),
      room('models'),
    ]),
    only(
      'dashboard-imports-the-contract',
      'the page knows the contract, the geometry and the generated API types only',
      room('dashboard'),
      [room('dashboard'), '^models/(contract|geometry)/', '(^|/)generated/'],
    ),
    {
      name: 'nothing-imports-the-composition',
      comment: 'aisle.ts and commands/ compose; what is shared lives below them',
      severity: 'error',
      from: { pathNot: '^(aisle\\.ts|commands/)' },
      to: { path: '^(aisle\\.ts|commands/)' },
    },
    {
      name: 'pure-models-do-not-import-host',
      comment: 'models/host is the one impure room',
      severity: 'error',
      from: { path: room('models'), pathNot: room('models/host') },
      to: { path: room('models/host') },
    },
    {
      name: 'pure-models-do-no-io',
      comment: 'no I/O and no clock in the pure rooms: only models/host may use Node.js itself',
      severity: 'error',
      from: { path: room('models'), pathNot: room('models/host') },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no-cycles', comment: 'a cycle has no order', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'resolvable',
      comment: 'an import that leads nowhere',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
