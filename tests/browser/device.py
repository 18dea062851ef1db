"""What a device keeps: everything in its database, its caches and its storage, opened with its own key."""

import json
from collections.abc import Callable
from typing import Any

from tests.browser.screen import PATIENCE, Screen

_LOOK_AGAIN = 200
"""Milliseconds; a screen tells nothing of what the device keeps."""
_EVERYTHING_KEPT = """async () => {
    const database = await new Promise((resolve, reject) => {
        const asked = indexedDB.open('kring');
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
    });
    const all = (name) => new Promise((resolve, reject) => {
        const store = database.transaction(name).objectStore(name);
        const values = store.getAll(), keys = store.getAllKeys();
        keys.onsuccess = () => resolve(values.result.map((value, i) => [keys.result[i], value]));
        keys.onerror = () => reject(keys.error);
    });
    const [[, key]] = await all('keys');
    const open = async ({ iv, box }) => new TextDecoder().decode(
        await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, box));
    const found = {};
    for (const name of database.objectStoreNames) if (name !== 'keys')
        found[name] = await Promise.all((await all(name)).map(async ([id, row]) =>
            [JSON.stringify(id), await open(row.sealed ?? row)]));
    database.close();
    const cached = [];
    for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys())
        cached.push(url);
    return { found, cached, local: { ...localStorage }, session: { ...sessionStorage } };
}"""


async def kept(who: Screen) -> str:
    """Return everything that a device keeps, opened with the device's own key."""
    found: dict[str, Any] = await who.page.evaluate(_EVERYTHING_KEPT)
    assert not [url for url in found["cached"] if "/api/" in url]
    return json.dumps(found, ensure_ascii=False)


async def comes_to(who: Screen, holds: Callable[[str], bool]) -> str:
    """Wait until what a device keeps is as it should be: the screen is ahead of the device's database.

    Return what it keeps then, or when patience was over.
    """
    told = await kept(who)
    for _ in range(PATIENCE // _LOOK_AGAIN):
        if holds(told):
            break
        await who.page.wait_for_timeout(_LOOK_AGAIN)
        told = await kept(who)
    return told


async def keeps(who: Screen, *words: str) -> None:
    """Wait until words are kept on a device. Raises AssertionError when one does not come."""
    told = await comes_to(who, lambda told: all(each in told for each in words))
    assert [each for each in words if each not in told] == []


_WAITING = """() => new Promise((resolve) => {
    const asked = indexedDB.open('kring');
    asked.onsuccess = () => {
        const rows = asked.result.transaction('outbox').objectStore('outbox').getAll();
        rows.onsuccess = () => { asked.result.close(); resolve(rows.result.map(({ state }) => state)); };
    };
})"""


async def outbox_is_empty(who: Screen) -> None:
    """Wait until nothing waits in the outbox of a device, and everything sent has come back in the log."""
    await who.comes_true(f"async () => !(await ({_WAITING})()).length", within=2 * PATIENCE)


async def outbox_holds(who: Screen, commands: int) -> None:
    """Wait until so many commands are kept in the outbox of a device."""
    await who.comes_true(f"async () => (await ({_WAITING})()).length >= {commands}")


_LOG_REACHES = """([meeting, version]) => new Promise((resolve) => {
    const asked = indexedDB.open('kring');
    asked.onsuccess = () => {
        const rows = asked.result.transaction('mirror').objectStore('mirror').getAll();
        rows.onsuccess = () => {
            asked.result.close();
            resolve(rows.result.some(({ session, to }) => session === meeting && to >= version));
        };
    };
})"""


async def log_reaches(who: Screen, session: str, version: int) -> None:
    """Wait until a device holds the log of a meeting as far as a version."""
    await who.comes_true(_LOG_REACHES, [session, version])


async def can_go_on_alone(who: Screen) -> None:
    """Wait until a device can open the app without network, also while a new version loads its page anew."""
    await who.comes_true(
        "async () => (await navigator.serviceWorker.ready) && navigator.serviceWorker.controller !== null"
    )
    await who.page.wait_for_load_state("networkidle")
