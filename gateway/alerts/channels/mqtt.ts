import type { Static } from 'typebox';
import type { MqttChannel } from '../../../models/contract/channels.ts';
import { GATEWAY_NODE, topicOf } from '../../../models/contract/topics.ts';
import { publish } from '../../../models/host/mqtt.ts';
import { type ChannelKindOf, DeliveryError } from '../channel.ts';
import { GATEWAY_PLACE } from '../place.ts';

/**
 * Publishes the notice under `aisle/1/{store}/gateway/event/alert` (of the gateway itself with `_` for the store), QoS 1,
 * not retained: what is retained would be told anew.
 */
export const mqtt: ChannelKindOf<Static<typeof MqttChannel>> = {
  kind: 'mqtt',
  create(_, context) {
    return {
      async send({ payload }) {
        if (payload.kind !== 'alert') throw new DeliveryError('a report is no message for the broker', true);
        const client = context.mqtt();
        if (!client?.connected) throw new DeliveryError('the broker is not connected', false);
        const { notice } = payload;
        const topic = topicOf(notice.data.alert.store ?? GATEWAY_PLACE, GATEWAY_NODE, 'event/alert');
        await publish(client, topic, JSON.stringify(notice), { qos: 1 });
      },
      close: async () => undefined,
    };
  },
};
