'use strict';

const { call } = require('../http');

const field = (key, label, helpText, required = true) => ({ key, label, helpText, required });
const from = field('sTime', 'From', 'Seconds since 1970.');
const until = field('eTime', 'Until', 'Seconds since 1970.');
const whose = field('targetName', 'For', 'Whose it is.', false);

const given = (bundle) => Object.fromEntries(Object.entries(bundle.inputData).filter(([, value]) => value !== undefined && value !== ''));

/** A function of the server; its data, if it has any, is what later steps can use. */
const action = (key, path, noun, label, description, inputFields, sample = { done: true }, always = {}) => ({
  key,
  noun,
  display: { label, description },
  operation: {
    inputFields,
    perform: async (z, bundle) => {
      const { data } = await call(z, bundle, path, { ...given(bundle), ...always });
      return data !== null && typeof data === 'object' ? data : { done: true, ...(data === undefined ? {} : { changed: data }) };
    },
    sample,
  },
});

const code = { pinId: '6051caf90d26a97c6aa1ca48', pinCode: '123456', qrCode: 'abc' };
const order = [field('orderId', 'Booking', 'Its number, such as QUPHLLMCI.')];

module.exports = [
  action('create_lock_pin', '/v1/createLockPin', 'Code', 'Create Door Code', 'Makes a code for a door.', [
    field('unitId', 'Door', 'Its id.'), from, until, whose, field('pinCode', 'Code', '4 to 8 digits; the server makes some.', false),
  ], code),
  action('disable_lock_pin', '/v1/disableLockPin', 'Code', 'Disable Door Code', 'Ends a code.', [field('pinId', 'Code', 'Its id.')]),
  action('unlock', '/v1/unlock', 'Door', 'Unlock Door', 'Unlocks a door, once.', [field('lockId', 'Lock', 'Its id.')], { done: true }, { flag: '1' }),
  action('create_locker_pin', '/v1/createLockerPin', 'Code', 'Create Locker Code', 'Makes a code for a box.', [
    field('deviceId', 'Locker', 'Its id.'), field('boxNum', 'Box', 'Such as 00-01.'), from, until, whose,
  ], { ...code, boxNum: '00-01' }),
  action('unlock_locker', '/v1/unlockLocker', 'Box', 'Open Box', 'Opens a box.', [
    field('deviceId', 'Locker', 'Its id.'), field('boxNum', 'Box', 'Such as 00-01.'),
  ]),
  action('create_booking', '/bacsorder/create', 'Booking', 'Create Booking', 'Books a room.', [
    field('placeId', 'Place', 'Its id.'), field('unitId', 'Room', 'Its id; without one the first that is free.', false),
    field('checkin', 'Check-in', 'Seconds since 1970.'), field('checkout', 'Check-out', 'Seconds since 1970.'), field('orderContact', 'Guest', 'Their name.'),
    field('contactEmail', 'E-mail', 'Of the guest.', false), field('contactTel', 'Telephone', 'Of the guest.', false),
    field('channelOrderNo', 'Number elsewhere', 'The same number makes the same booking.', false), field('orderSource', 'Booked at', 'Where the number is from.', false),
  ], { orderId: 'QUPHLLMCI' }),
  action('cancel_booking', '/bacsorder/cancel', 'Booking', 'Cancel Booking', 'Cancels a booking and its codes.', order),
  action('check_in', '/bacsorder/checkin', 'Booking', 'Check In', 'Checks a guest in.', order),
  action('check_out', '/bacsorder/checkout', 'Booking', 'Check Out', 'Checks a guest out; their codes end.', order),
];
