import type { Channel } from '../../../models/contract/channels.ts';
import type { ChannelContext, OpenChannel } from '../channel.ts';
import { email } from './email.ts';
import { mqtt } from './mqtt.ts';
import { push } from './push.ts';
import { webhook } from './webhook.ts';

/** Opens a channel of any kind; a new kind is a file, a line here and its schema in models/contract/channels.ts. */
export function openChannel(config: Channel, context: ChannelContext): OpenChannel {
  switch (config.kind) {
    case 'email':
      return email.create(config, context);
    case 'webhook':
      return webhook.create(config, context);
    case 'push':
      return push.create(config, context);
    case 'mqtt':
      return mqtt.create(config, context);
  }
}
