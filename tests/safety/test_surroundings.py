"""Where data must not lie: shares by the machine's own table of mounts, sync folders by their names and marks."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop_app.data_folder import create, open_folder
from desktop_app.problems import Unavailable
from desktop_app.safety import surroundings
from desktop_app.safety.backup import backup
from desktop_app.safety.surroundings import (
    Mount,
    mounts,
    on_network,
    on_windows_share,
    parse_mounts,
    refuse_surroundings,
    sync_service,
)
from desktop_app.session import Session
from tests.safety.folders import ACCOUNT, CHEAP, PASSWORD, clock, mount, names_in

HERE = "22 1 254:0 / / rw,relatime - ext4 /dev/sda1 rw\n"


def test_the_machine_s_own_table_tells_every_mount_even_one_with_a_blank(small_disk: Path) -> None:
    place = small_disk / "移动 硬盘"
    place.mkdir()
    mount("--bind", str(small_disk), str(place))
    found = {one.point: one.kind for one in mounts()}
    assert found[str(small_disk)] == "tmpfs"
    assert found[str(place)] == "tmpfs"
    assert "/" in found
    assert not on_network(place, mounts())
    mount_off(place)


def mount_off(place: Path) -> None:
    import subprocess

    subprocess.run(["umount", place], check=True)


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "vboxsf"])
def test_a_share_is_known_by_its_kind(tmp_path: Path, kind: str) -> None:
    table = parse_mounts(HERE + f"40 22 0:40 / {tmp_path} rw shared:7 - {kind} //server/crm rw\n")
    assert on_network(tmp_path / "not" / "there yet", table)
    assert not on_network(tmp_path.parent, table)


@pytest.mark.parametrize("kind", ["ext4", "tmpfs", "fuseblk", "overlay", "btrfs", "exfat"])
def test_a_disk_of_this_machine_is_none(tmp_path: Path, kind: str) -> None:
    assert not on_network(tmp_path, (Mount("/", "ext4"), Mount(str(tmp_path), kind)))


def test_the_nearest_mount_counts_and_of_two_at_one_place_the_later(tmp_path: Path) -> None:
    share, disk = Mount(str(tmp_path), "nfs"), Mount(str(tmp_path / "disk"), "ext4")
    assert not on_network(tmp_path / "disk" / "data", (share, disk))
    assert on_network(tmp_path / "disks" / "data", (share, disk))
    assert not on_network(tmp_path, (share, Mount(str(tmp_path), "ext4")))
    assert on_network(tmp_path, (Mount(str(tmp_path), "ext4"), share))


def test_a_link_leads_to_where_it_leads(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "share")
    assert on_network(tmp_path / "link", (Mount("/", "ext4"), Mount(str(tmp_path / "share"), "cifs")))


def test_the_disk_that_a_machine_starts_from_is_its_own(tmp_path: Path) -> None:
    assert not on_network(tmp_path, (Mount("/", "9p"),))
    assert on_network(tmp_path, (Mount("/", "9p"), Mount(str(tmp_path), "9p")))


@pytest.mark.parametrize(
    ("path", "share"),
    [
        (r"\\server\crm\data", True), ("//server/crm/data", True), (r"\\?\UNC\server\crm", True),
        (r"Z:\crm", True), ("z:/crm", True), (r"\\?\Z:\crm", True), (r"D:\crm", False), (r"\\?\D:\crm", False),
        (r"\\.\D:\crm", False),
    ],
)  # fmt: skip
def test_shares_as_windows_writes_them(path: str, share: bool) -> None:
    assert on_windows_share(path, lambda root: 4 if root.upper() == "Z:\\" else 3) == share


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("OneDrive/crm", "OneDrive"), ("OneDrive - 云岭汽车/文档/crm", "OneDrive"), ("Dropbox (店)/a", "Dropbox"),
        ("Nutstore Files/我的坚果云/crm", "坚果云"), ("BaiduSyncdisk/crm", "百度网盘同步空间"), ("微云同步助手/1", "微云"),
        ("WPS云盘/客户", "WPS 云盘"), ("iCloudDrive/crm", "iCloud"), ("Library/Mobile Documents/x", "iCloud"),
        ("Google Drive/My Drive", "Google Drive"), ("我的云端硬盘", "Google Drive"), ("Nextcloud", "Nextcloud"),
    ],
)  # fmt: skip
def test_sync_folders_are_known_by_their_names(tmp_path: Path, path: str, service: str) -> None:
    assert sync_service(tmp_path / path) == service


@pytest.mark.parametrize(
    "path", ["客户关系数据", "OneDriver", "云盘备份以前的", "百度网盘下载/crm", "dropbox-old/crm"]
)
def test_other_folders_are_none(tmp_path: Path, path: str) -> None:
    assert sync_service(tmp_path / path) == ""


def test_a_sync_folder_of_any_name_is_known_by_what_lies_in_it(tmp_path: Path) -> None:
    (tmp_path / "云").mkdir()
    (tmp_path / "云" / ".dropbox").touch()
    (tmp_path / "同步" / ".stfolder").mkdir(parents=True)
    assert sync_service(tmp_path / "云" / "a" / "crm") == "Dropbox"
    assert sync_service(tmp_path / "同步" / "crm") == "Syncthing"


def test_dropbox_s_settings_in_the_home_folder_do_not_make_it_one(tmp_path: Path) -> None:
    (tmp_path / ".dropbox").mkdir()
    assert sync_service(tmp_path / "crm") == ""


def test_windows_tells_where_onedrive_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "公司"))
    assert sync_service(tmp_path / "公司" / "crm") == "OneDrive"
    assert sync_service(tmp_path / "公司的" / "crm") == ""


def test_neither_is_opened_or_begun_and_both_say_why_and_where_to(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = Path(shutil.copytree(folder, tmp_path / "OneDrive" / "data"))
    with pytest.raises(Unavailable, match="OneDrive 的同步文件夹里") as told:
        open_folder(synced, ACCOUNT, PASSWORD, clock)
    assert "硬盘" in told.value.todo
    assert "第二份备份" in told.value.todo
    assert told.value.ways == ("choose_folder",)
    with pytest.raises(Unavailable, match="坚果云的同步文件夹里"):
        create(tmp_path / "我的坚果云" / "data", ACCOUNT, PASSWORD, "云岭汽车", clock=clock, cost=CHEAP)
    assert not (tmp_path / "我的坚果云").exists()
    share = tmp_path / "mountinfo"
    share.write_text(HERE + f"40 22 0:40 / {tmp_path} rw - cifs //server/crm rw\n")
    monkeypatch.setattr(surroundings, "MOUNTS", share)
    before = names_in(folder)
    with pytest.raises(Unavailable, match="网络共享"):
        refuse_surroundings(folder, mounts(share))
    with pytest.raises(Unavailable, match="网络共享"):
        open_folder(folder, ACCOUNT, PASSWORD, clock)
    assert names_in(folder) == before


def test_a_backup_may_go_to_either(tmp_path: Path, desk: Session) -> None:
    (tmp_path / "OneDrive").mkdir()
    assert backup(desk, tmp_path / "OneDrive").verified
