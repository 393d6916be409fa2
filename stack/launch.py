"""Starts Synapse for the demo and the tests, with three additions that are all off by default:

HUBBUB_WATCH_STDIN=1   ends the server when the process that started it is gone (its end of the pipe closes),
                       so that nothing is left behind even after a kill -9.
HUBBUB_CLOCK_BACK=n    sets the server's clock n seconds back, so that a seeded room was created long ago.
HUBBUB_SEEDING=1       lets an application service that may act as anybody exist without Synapse treating
                       everybody as a bot (such users get no unread counts and are missing from the directory).
"""

import os
import runpy
import signal
import sys
import threading


def watch_stdin() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if os.environ.get("HUBBUB_WATCH_STDIN") == "1":
    threading.Thread(target=watch_stdin, daemon=True).start()

clock_back = int(os.environ.get("HUBBUB_CLOCK_BACK", "0"))
if clock_back:
    from synapse.util.clock import Clock

    true_time = Clock.time
    Clock.time = lambda self: true_time(self) - clock_back

if os.environ.get("HUBBUB_SEEDING") == "1":
    from synapse.storage.databases.main.appservice import ApplicationServiceWorkerStore

    ApplicationServiceWorkerStore.get_if_app_services_interested_in_user = lambda self, user_id: False

    # Read markers are written last. Summing up notifications before that would freeze counts of messages that the
    # newcomer has read long ago.
    from synapse.storage.databases.main.event_push_actions import EventPushActionsWorkerStore

    async def sum_up_later(self) -> None:
        pass

    EventPushActionsWorkerStore._rotate_notifs = sum_up_later

sys.argv[0] = "synapse"
runpy.run_module("synapse.app.homeserver", run_name="__main__", alter_sys=True)
