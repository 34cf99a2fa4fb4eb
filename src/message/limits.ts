/**
 * Chat's limits, each one constant. "Documented" means that Google's pages say so; where they are silent the source is
 * named, and the value is the one that hurts a sender least when it is wrong.
 */

/**
 * The most a message may take: UTF-8 bytes of the whole JSON body, text and cards together. Google writes "32 KB" for
 * `cardsV2` and for a card and "32,000 bytes" for the message; we take KB as 1,000 bytes and count everything.
 * @see https://developers.google.com/workspace/chat/create-messages, read 2026-11-24
 */
export const MAX_MESSAGE_BYTES = 32_000;

/** Above this a longer value would soon stop the message: 80 % of {@link MAX_MESSAGE_BYTES}. Our own threshold. */
export const LARGE_MESSAGE_BYTES = 25_600;

/**
 * The length of `text`, in characters, that every Chat has taken. It was a hard limit in 2018 to 2020; today's pages
 * give only {@link MAX_MESSAGE_BYTES}. So a longer text is a warning, and the length at which texts are cut and split,
 * but no error.
 * @see https://github.com/mr-karan/calert/issues/17, read 2026-11-24
 */
export const SAFE_TEXT_CHARACTERS = 4_096;

/**
 * Widgets of one card, nested ones counted. Chat leaves out the section that passes it and all sections after it, and
 * says nothing.
 * @see https://developers.google.com/workspace/chat/api/reference/rest/v1/cards#section, read 2026-11-24
 */
export const MAX_WIDGETS_PER_CARD = 100;

/** @see https://developers.google.com/workspace/chat/api/reference/rest/v1/cards#columns, read 2026-11-24 */
export const MAX_COLUMNS = 2;

/**
 * Characters of `thread.threadKey`, counted as UTF-16 units.
 * @see https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages#thread, read 2026-11-24
 */
export const MAX_THREAD_KEY_CHARACTERS = 4_000;

/**
 * The weights and grades that a Material icon can have; Chat takes 400 and 0 for anything else.
 * @see https://developers.google.com/workspace/chat/api/reference/rest/v1/cards#materialicon, read 2026-11-24
 */
export const MATERIAL_WEIGHTS: readonly number[] = [100, 200, 300, 400, 500, 600, 700];
/** @see {@link MATERIAL_WEIGHTS} */
export const MATERIAL_GRADES: readonly number[] = [-25, 0, 200];

/**
 * The icons that Chat brings along: the 28 of its formatting page, and two that only the older reference names.
 * @see https://developers.google.com/workspace/chat/format-messages#builtinicons, read 2026-11-24
 */
export const KNOWN_ICONS: readonly string[] = (
  'AIRPLANE BOOKMARK BUS CAR CLOCK CONFIRMATION_NUMBER_ICON DESCRIPTION DOLLAR EMAIL EVENT_SEAT FLIGHT_ARRIVAL ' +
  'FLIGHT_DEPARTURE HOTEL HOTEL_ROOM_TYPE INVITE MAP_PIN MEMBERSHIP MULTIPLE_PEOPLE PERSON PHONE RESTAURANT_ICON ' +
  'SHOPPING_CART STAR STORE TICKET TRAIN VIDEO_CAMERA VIDEO_PLAY EVENT_PERFORMER OFFER'
).split(' ');
