from pathlib import PurePosixPath, PureWindowsPath

import pytest

from crm_desktop.core.i18n import _
from crm_desktop.core.shared_places import NETWORK, Computer, mounted_on_apple, mounted_on_linux, shared_by

LINUX = r"""/dev/sda1 / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
/dev/sdb1 /media/ada/My\040stick fuseblk rw 0 0
nas:/office /mnt/office nfs4 rw 0 0
//nas/shop /mnt/shop cifs rw 0 0
/dev/sdc1 /mnt/shop/local ext4 rw 0 0
ada@host:/ /home/ada/far fuse.sshfs rw 0 0
drive: /home/ada/cloud fuse.rclone rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
nas:/my\040files /mnt/my\040files nfs rw 0 0
"""
APPLE = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//ada@nas._smb._tcp.local/shop on /Volumes/shop (smbfs, nodev, nosuid, mounted by ada)
/dev/disk4s1 on /Volumes/Stick (exfat, local, nodev)
"""
MARKED = {"/home/ada/shared/.stfolder", "/home/ada/files/.nextcloudsync.log"}
POSIX = Computer({}, mounted_on_linux(LINUX), ("/srv/all/ours",), has=MARKED.__contains__)
MAC = Computer({}, mounted_on_apple(APPLE))
WINDOWS = Computer(
    {"OneDrive": r"C:\Users\ada\Wolke", "OneDriveCommercial": r"D:\Firma", "OneDriveConsumer": r"E:\mine"},
    dropbox=(r"D:\Everything",),
    is_share=lambda letter: letter == "Z:\\",
)

FAR = _(NETWORK)
SHARED = [
    (POSIX, "/home/ada/Dropbox/shop.crm", "Dropbox"),
    (POSIX, "/home/ada/Dropbox (Personal)/crm/shop.crm", "Dropbox"),
    (POSIX, "/srv/all/ours/deep/er/shop.crm", "Dropbox"),
    (POSIX, "/home/ada/Nextcloud/shop.crm", "Nextcloud"),
    (POSIX, "/home/ada/Nextcloud2/a/shop.crm", "Nextcloud"),
    (POSIX, "/home/ada/ownCloud/shop.crm", "ownCloud"),
    (POSIX, "/home/ada/files/a/b/shop.crm", "Nextcloud"),
    (POSIX, "/home/ada/shared/shop.crm", "Syncthing"),
    (POSIX, "/home/ada/MEGAsync/shop.crm", "MEGA"),
    (POSIX, "/home/ada/pCloudDrive/shop.crm", "pCloud"),
    (POSIX, "/home/ada/OneDrive/shop.crm", "OneDrive"),
    (POSIX, "/home/ada/Seafile/Library/shop.crm", "Seafile"),
    (POSIX, "/mnt/office/shop.crm", FAR),
    (POSIX, "/mnt/shop/shop.crm", FAR),
    (POSIX, "/mnt/my files/shop.crm", FAR),
    (POSIX, "/home/ada/far/shop.crm", FAR),
    (POSIX, "/home/ada/cloud/shop.crm", FAR),
    (POSIX, "/run/user/1000/gvfs/smb-share:server=nas/shop.crm", FAR),
    (MAC, "/Users/ada/Library/Mobile Documents/com~apple~CloudDocs/shop.crm", "iCloud Drive"),
    (MAC, "/Users/ada/Library/Mobile Documents/iCloud~app/shop.crm", "iCloud Drive"),
    (MAC, "/Users/ada/Library/CloudStorage/OneDrive-Firma/shop.crm", "OneDrive"),
    (MAC, "/Users/ada/Library/CloudStorage/GoogleDrive-a@b.de/My Drive/shop.crm", "Google Drive"),
    (MAC, "/Users/ada/Library/CloudStorage/Dropbox/shop.crm", "Dropbox"),
    (MAC, "/Users/ada/Library/CloudStorage/Box-Box/shop.crm", "Box"),
    (MAC, "/Users/ada/Google Drive/shop.crm", "Google Drive"),
    (MAC, "/Volumes/shop/shop.crm", FAR),
    (WINDOWS, r"C:\Users\ada\Wolke\shop.crm", "OneDrive"),
    (WINDOWS, r"d:\firma\Documents\shop.crm", "OneDrive"),
    (WINDOWS, r"E:\mine\shop.crm", "OneDrive"),
    (WINDOWS, r"C:\Users\ada\OneDrive - Hafenhandel GmbH\shop.crm", "OneDrive"),
    (WINDOWS, r"C:\Users\ada\Dropbox\shop.crm", "Dropbox"),
    (WINDOWS, r"D:\everything\crm\shop.crm", "Dropbox"),
    (WINDOWS, r"G:\My Drive\shop.crm", "Google Drive"),
    (WINDOWS, r"C:\Users\ada\iCloudDrive\shop.crm", "iCloud Drive"),
    (WINDOWS, r"\\nas\shop\shop.crm", FAR),
    (WINDOWS, "//nas/shop/shop.crm", FAR),
    (WINDOWS, r"\\?\UNC\nas\shop\shop.crm", FAR),
    (WINDOWS, r"Z:\shop.crm", FAR),
]
OWN = [
    (POSIX, "/home/ada/.local/share/crm-desktop/shop.crm"),
    (POSIX, "/home/dropbox/shop.crm"),
    (POSIX, "/srv/nextcloud/data/shop.crm"),
    (POSIX, "/tmp/shop.crm"),
    (POSIX, "/mnt/shop/local/shop.crm"),
    (POSIX, "/media/ada/My stick/shop.crm"),
    (POSIX, "/home/ada/Dropbox"),
    (POSIX, "/home/ada/Dropboxes/shop.crm"),
    (POSIX, "/mnt/offices/shop.crm"),
    (MAC, "/Users/ada/Library/Application Support/crm-desktop/shop.crm"),
    (MAC, "/Volumes/Stick/shop.crm"),
    (WINDOWS, r"C:\Users\ada\AppData\Local\crm-desktop\shop.crm"),
    (WINDOWS, r"\\?\C:\companies\shop.crm"),
    (WINDOWS, r"D:\Firmen\shop.crm"),
    (WINDOWS, r"C:\Users\ada\Wolken\shop.crm"),
]


def path_of(computer, text):
    return (PureWindowsPath if computer is WINDOWS else PurePosixPath)(text)


@pytest.mark.parametrize(("computer", "path", "name"), SHARED)
def test_a_synchronised_folder_and_one_of_another_computer_are_known(computer, path, name):
    assert shared_by(path_of(computer, path), computer) == name


@pytest.mark.parametrize(("computer", "path"), OWN)
def test_a_folder_of_this_computer_is_taken_for_none(computer, path):
    assert shared_by(path_of(computer, path), computer) == ""
