import * as z from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { ephemeralEventSchemas, loggedEventSchemas, positionSchema } from '../../protocol/wire/event.ts';
import {
  helloAnswerSchema,
  helloSchema,
  joinAnswerSchema,
  joinProjectSchema,
  leaveProjectSchema,
  sendTypingSchema,
} from '../../protocol/wire/room.ts';
import { protocolVersion } from '../../protocol/wire/version.ts';
import { describedEvents } from './events.ts';
import { createJsonSchemas } from './json-schemas.ts';

type Json = Record<string, unknown>;
type ChannelName = 'project' | 'user' | 'socket';

/** Acknowledgements: a refusal is the same for all. */
const refused = joinAnswerSchema.options[1];
const understoodSchema = z.discriminatedUnion('ok', [z.object({ ok: z.literal(true) }), refused]);

const clientEvents = {
  hello: {
    schema: helloSchema,
    answer: helloAnswerSchema,
    says: 'Asks which database this is (its epoch) and which version of the protocol the server speaks',
  },
  'join:project': {
    schema: joinProjectSchema,
    answer: joinAnswerSchema,
    says: 'Enters a project’s room. Every event with `seq > head` of the answer reaches the socket',
  },
  'leave:project': {
    schema: leaveProjectSchema,
    answer: understoodSchema,
    says: 'Leaves a project’s room',
  },
  'chat:typing': {
    schema: sendTypingSchema,
    answer: understoodSchema,
    says: 'Types in a conversation: said again at least every 6 seconds while it holds',
  },
};

/** An event's name as AsyncAPI lets keys be. */
const keyOf = (event: string) => event.replace(':', '.');

/** The events as AsyncAPI 3: made of `describedEvents` and the schemas of `protocol/wire`. The same each time. */
export function describeEvents(): Json {
  const schemas = createJsonSchemas('draft-07');
  const position = schemas.answered(positionSchema);
  const messages: Record<ChannelName, Json> = { project: {}, user: {}, socket: {} };
  const componentMessages: Json = {};
  const operations: Json = {};

  /** Puts a message into the components and its channel; answers the reference by which operations name it. */
  function addMessage(channel: ChannelName, key: string, message: Json): { $ref: string } {
    componentMessages[key] = message;
    messages[channel][key] = { $ref: `#/components/messages/${key}` };
    return { $ref: `#/channels/${channel}/messages/${key}` };
  }

  function addServerEvent(name: keyof typeof describedEvents, payload: z.ZodType, isLogged: boolean): void {
    const { channel, says } = describedEvents[name];
    const message = addMessage(channel, keyOf(name), {
      name,
      title: name,
      summary: says,
      description: isLogged
        ? `First argument: the payload. Second: where it stands in the topic of the ${channel}.`
        : 'One argument: the payload. Never stored, and so without a place in a topic.',
      contentType: 'application/json',
      payload: schemas.answered(payload),
      ...(isLogged && { headers: position }),
    });
    operations[`tell.${keyOf(name)}`] = {
      action: 'send',
      channel: { $ref: `#/channels/${channel}` },
      summary: says,
      messages: [message],
    };
  }

  for (const [name, schema] of Object.entries(loggedEventSchemas)) {
    addServerEvent(name as keyof typeof loggedEventSchemas, schema, true);
  }
  for (const [name, schema] of Object.entries(ephemeralEventSchemas)) {
    addServerEvent(name as keyof typeof ephemeralEventSchemas, schema, false);
  }

  for (const [name, { schema, answer, says }] of Object.entries(clientEvents)) {
    const key = `say.${keyOf(name)}`;
    const contentType = 'application/json';
    const payload = schemas.sent(schema);
    const message = addMessage('socket', key, { name, title: name, summary: says, contentType, payload });
    const acknowledgement = addMessage('socket', `${key}.answer`, {
      name: `${name} acknowledgement`,
      summary: 'The acknowledgement, for whoever asks for one',
      contentType,
      payload: schemas.answered(answer),
    });
    const channel = { $ref: '#/channels/socket' };
    operations[key] = {
      action: 'receive',
      channel,
      summary: says,
      messages: [message],
      reply: { channel, messages: [acknowledgement] },
    };
  }

  const idParameter = (description: string) => ({ id: { description } });
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'BandMate',
      version: packageJson.version,
      description:
        `The events, version ${protocolVersion} of the protocol, as the server sees them: it sends and receives. ` +
        'Socket.IO 4 in the default namespace. The name of a message is the event, its payload the first argument, ' +
        'and what is described as its headers the second argument: { topic, seq }, the seq-th event of that topic. ' +
        'Events are told after commit, in the order of the log. What was missed is read by GET /api/sync ' +
        '(openapi.json).',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    servers: {
      band: {
        host: '{host}',
        pathname: '/socket.io',
        protocol: 'socket.io',
        protocolVersion: '5',
        description: 'The server’s own address, over WebSocket or long-polling',
        variables: { host: { default: 'localhost:3000', description: 'Host and port of the band’s server' } },
        security: [
          { $ref: '#/components/securitySchemes/cookie' },
          { $ref: '#/components/securitySchemes/bearer' },
        ],
      },
    },
    channels: {
      project: {
        address: 'project:{id}',
        title: 'The room and topic of a project',
        description:
          'Heard by the sockets of members that have joined it by `join:project`, until they leave or are removed.',
        parameters: idParameter('The project'),
        messages: messages.project,
      },
      user: {
        address: 'user:{id}',
        title: 'The room and topic of a person',
        description: 'Heard by every socket of that person from the moment it connects, without joining.',
        parameters: idParameter('The person'),
        messages: messages.user,
      },
      socket: {
        address: '/',
        title: 'What a client says on its own socket',
        description: 'Up to 16 KB each; acknowledgements are optional.',
        messages: messages.socket,
      },
    },
    operations,
    components: {
      schemas: schemas.components(),
      messages: componentMessages,
      securitySchemes: {
        cookie: {
          type: 'httpApiKey',
          in: 'cookie',
          name: 'bandmate.session_token',
          description: 'With `__Secure-` before its name where the server is reached by HTTPS',
        },
        bearer: { type: 'http', scheme: 'bearer', description: 'The access token' },
      },
    },
  };
}
