import { describe, expect, it } from 'vitest';
import { rulesOf } from '../../../gateway/alerts/default-rules.ts';
import { gatewayChecks } from '../../../gateway/config-checks.ts';
import { defaultConfig, parseGatewayConfig } from '../../../models/contract/gateway-config-parse.ts';

const faults = (text: string) => {
  const parsed = parseGatewayConfig(text, gatewayChecks);
  return parsed.ok ? [] : parsed.faults.map(({ line, field, message, fix }) => `${line} ${field}: ${message}. ${fix}`);
};

describe('the gateway’s file', () => {
  it('may be left out, and then tells nobody and makes back-ups', () => {
    expect(defaultConfig()).toMatchObject({
      channels: [],
      routes: [],
      reports: [],
      backups: { enabled: true, keep: 7 },
    });
    expect(rulesOf(defaultConfig()).map(({ id }) => id)).toContain('shelf-empty');
  });

  it('gives a rule its defaults, and puts it in the place of one of the gateway’s own', () => {
    const parsed = parseGatewayConfig(
      'alerts: { rules: [{ id: queue-long, source: queue-length, threshold: 9, department: tills }] }',
    );
    const [rule, ...more] = rulesOf(parsed.ok ? parsed.config : defaultConfig()).filter(
      ({ id }) => id === 'queue-long',
    );
    expect(more).toEqual([]);
    expect(rule).toMatchObject({ threshold: 9, cooldownS: 900, severity: 'warning', enabled: true });
  });

  it.each<[string, RegExp]>([
    ['timeZone: Mars/Base', /^1 timeZone: Mars\/Base is no time zone\. Use an IANA name/],
    [
      'mail: { host: mx.example.org, from: a@b.example, security: none }',
      /^1 mail\.security: .*unencrypted\. Use starttls/,
    ],
    ['channels:\n  - { id: a, kind: fax }', /^2 channels\[0\]\.kind: fax is no kind of channel\. Use one of: email/],
    ['channels:\n  - { id: a, kind: email, to: [x@y.example] }', /^2 channels\[0\]: there is no mail server/],
    ['channels:\n  - { id: a, kind: webhook, url: "ftp://x", secret: s }', /^2 channels\[0\]\.url: must match/],
    [
      'channels:\n  - { id: a, kind: webhook, url: "https://x", secret: {} }',
      /^2 channels\[0\]\.secret: is no secret\. Write/,
    ],
    ['channels:\n  - { id: a, kind: mqtt, cc: 1 }', /^2 channels\[0\]\.cc: unknown field/],
    ['channels:\n  - { id: a, kind: mqtt }\n  - { id: a, kind: mqtt }', /^3 channels\[1\]\.id: a is used twice/],
    [
      'channels:\n  - { id: a, kind: webhook, url: "https://x", secret: s, allow: [here] }',
      /^2 channels\[0\]\.allow\[0\]: here is no IP/,
    ],
    ['routes:\n  - { channels: [a] }', /^2 routes\[0\]\.channels\[0\]: there is no channel a\. Add one/],
    ['routes:\n  - { channels: [a], shift: "8-20" }', /^2 routes\[0\]\.shift: must match/],
    ['reports:\n  - { id: d, period: day, channel: a }', /^2 reports\[0\]\.channel: there is no e-mail channel a/],
    ['backups:\n  schedule: nightly', /^2 backups\.schedule: "nightly" is no schedule\. Use five fields/],
    [
      'alerts:\n  rules: [{ id: a, source: smell, threshold: 1, department: x }]',
      /^2 alerts\.rules\[0\]\.source: .*Use one of: queue-length/,
    ],
    ['colour: blue', /^1 colour: unknown field/],
    ['channels: [', /^\d+ : .*Correct the YAML/],
  ])('%s is refused with line, field and fix', (text, expected) => {
    expect(faults(text)).toContainEqual(expect.stringMatching(expected));
  });
});
