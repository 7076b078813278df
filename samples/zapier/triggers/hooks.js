'use strict';

const { call } = require('../http');

const lockSample = {
  id: '0123456789abcdef01234567',
  event: 'lock.unlocked',
  eventTime: '1767225600',
  data: {
    orgId: '5dc02d9557a9445018f10001',
    placeId: '5de0cbc9bb2f0c745b39ce00',
    placeName: 'House',
    unitId: '5dc02d9557a9445018f12998',
    unitName: '101',
    deviceId: '408BFBDAB28D5382',
    deviceName: 'Front door',
    etype: '1',
    userId: '',
    userName: 'Guest',
    pinId: '6051caf90d26a97c6aa1ca48',
  },
};

const bookingSample = {
  id: '0123456789abcdef01234568',
  event: 'booking.created',
  eventTime: '1767225600',
  data: {
    orgId: '5dc02d9557a9445018f10001',
    placeId: '5de0cbc9bb2f0c745b39ce00',
    unitId: '5dc02d9557a9445018f12998',
    planId: '5de0cbc9bb2f0c745b39ce01',
    reservationCode: 'QUPHLLMCI',
    orderContact: 'Guest',
    unitName: '101',
    checkinTime: '1767225600',
    checkoutTime: '1767312000',
    locationName: 'House',
    locationAddress: '',
    otaType: '',
    accessInfo: [{ deviceId: '408BFBDAB28D5382', deviceName: 'Front door', pinCode: '', qrCodeUrl: '' }],
  },
};

/** One event of the server as it happens; its last ones show what to expect. */
const hook = (key, event, noun, label, description, sample) => ({
  key,
  noun,
  display: { label, description },
  operation: {
    type: 'hook',
    performSubscribe: (z, bundle) => call(z, bundle, '/v1/hooks/subscribe', { targetUrl: bundle.targetUrl, event }),
    performUnsubscribe: (z, bundle) => call(z, bundle, '/v1/hooks/unsubscribe', { id: bundle.subscribeData.id }),
    perform: (z, bundle) => [bundle.cleanedRequest],
    performList: (z, bundle) => call(z, bundle, '/v1/hooks/sample', { event }),
    sample: { ...sample, event },
  },
});

module.exports = [
  hook('new_booking', 'booking.created', 'Booking', 'New Booking', 'Triggers when a room is booked.', bookingSample),
  hook('checked_in', 'booking.checked_in', 'Booking', 'Guest Checked In', 'Triggers when a guest checks in.', bookingSample),
  hook('checked_out', 'booking.checked_out', 'Booking', 'Guest Checked Out', 'Triggers when a guest checks out.', bookingSample),
  hook('cancelled_booking', 'booking.cancelled', 'Booking', 'Booking Cancelled', 'Triggers when a booking is cancelled.', bookingSample),
  hook('new_entry', 'lock.unlocked', 'Entry', 'New Entry', 'Triggers when a door or box is unlocked.', lockSample),
  hook('door_locked', 'lock.locked', 'Entry', 'Door Locked', 'Triggers when a door is locked.', lockSample),
  hook('pin_delivered', 'lock.pin_delivered', 'Code', 'Code On Its Lock', 'Triggers when a lock has a new code.', lockSample),
  hook('lock_offline', 'lock.offline', 'Lock', 'Lock Offline', 'Triggers when a lock is out of reach for five minutes.', lockSample),
];
