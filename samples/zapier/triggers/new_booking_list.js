'use strict';

const { call } = require('../http');

const PAGE = 100;
const MOST_PAGES = 10;
const MAINTENANCE = 'M';

/**
 * All bookings of guests that are not over or cancelled, the farthest first: the list has no order of making, so a new one may stand anywhere in it. Zapier knows an item by its id, and the
 * number of an order never changes.
 */
const perform = async (z, bundle) => {
  const filter = { fromDate: Math.floor(Date.now() / 1000), total: '1' };
  if (bundle.inputData && bundle.inputData.placeId) {
    filter.placeId = bundle.inputData.placeId;
  }
  const orders = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const { data } = await call(z, bundle, '/bacsorder/list', { ...filter, page, count: PAGE });
    orders.push(...data.list);
    if (data.list.length < PAGE) {
      break;
    }
  }
  return orders
    .filter((order) => order.orderStateCode !== MAINTENANCE)
    .map((order) => ({ ...order, id: order.orderId }))
    .sort((a, b) => Number(b.checkin) - Number(a.checkin) || (a.id < b.id ? 1 : -1));
};

module.exports = {
  key: 'new_booking_list',
  noun: 'Booking',
  display: {
    label: 'New Booking (Looked For)',
    description: 'Triggers on new bookings by looking at the list now and then, for servers that cannot reach Zapier.',
  },
  operation: {
    inputFields: [{ key: 'placeId', label: 'Place', helpText: 'Only bookings of this place.' }],
    perform,
    sample: { id: 'QUPHLLMCI', orderId: 'QUPHLLMCI', orderContact: 'Guest', checkin: 1767225600, checkout: 1767312000 },
  },
};
