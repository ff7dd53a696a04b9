"""Guard Android's DeviceManager: an app tells of its device and manages those of its user."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.sdk.mobile.android_json import JSONException, get_array, get_boolean, get_object, get_text
from tests.sdk.mobile.android_network import AndroidNetwork
from tests.sdk.mobile.wire import Outcome


@dataclass(frozen=True)
class DeviceData:
    """A device as the app gets it; what the answer lacks is None."""

    last_login_time: str | None
    last_ip: str | None
    online: bool | None
    device: dict[str, str]


class AndroidDevices(AndroidNetwork):
    """What an app with the SDK in it does with devices."""

    def create_device(self, device_unique_id: str, custom_data: dict[str, Any] | None = None) -> Outcome:
        """Tells of this device; its id goes with every request from then on."""
        if not (self.config and self.config.device_func_enabled):
            return Outcome(10002, "未启用设备管理")
        body: dict[str, Any] = {"deviceUniqueId": device_unique_id, "name": "Pixel", "version": "Android 13"}
        body |= {
            "hks": "",
            "fde": "",
            "hor": False,
            "type": "Mobile",
            "producer": "Google",
            "mod": "Pixel 8",
            "os": "Android",
        }
        answer = self._post("/api/v3/create-device", **body, description="", customData=custom_data)
        if answer.code == 200 and "deviceUniqueId" in (answer.data or {}):
            self.device_id = get_text(answer.data, "deviceUniqueId")
        return answer

    def device_list(
        self,
        page: int = 1,
        limit: int = 10,
        device_status: str | None = "activated",
        os: str | None = None,
        keyword: str | None = None,
    ) -> Outcome:
        """The user's devices. What the app leaves out goes out as the text null."""
        status, system, word = (each or "null" for each in (device_status, os, keyword))
        query = f"page={page}&limit={limit}&deviceStatus={status}&os={system}&keyword={word}"
        answer = self._get(f"/api/v3/mydevices/list?{query}")
        if answer.code != 200 or answer.data is None:
            return Outcome(answer.code, answer.message)
        try:
            return Outcome(200, answer.message, [self._read(each) for each in get_array(answer.data, "data")])
        except JSONException as fault:
            return Outcome(200, str(fault))

    @staticmethod
    def _read(printed: dict[str, Any]) -> DeviceData:
        device = get_object(printed, "device")
        names = ("deviceId", "name", "type", "status", "os", "version", "mod")
        return DeviceData(
            get_text(printed, "lastLoginTime") if "lastLoginTime" in printed else None,
            get_text(printed, "lastIp") if "lastIp" in printed else None,
            get_boolean(printed, "online") if "online" in printed else None,
            {name: get_text(device, name) for name in names if name in device},
        )

    def remove_device(self, device_id: str) -> Outcome:
        """Removes one of the user's devices."""
        return self._post("/api/v3/mydevices/unbind", deviceId=device_id)

    def logout_by_device_id(self, device_id: str) -> Outcome:
        """Logs one of the user's devices out."""
        return self._post("/api/v3/mydevices/revoke-session", deviceId=device_id)
