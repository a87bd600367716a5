from decisions.management.loading import LoadingCommand
from decisions.version_loading import LEVELS


class Command(LoadingCommand):
    help = "Memuat versi baru tingkat jabatan dari berkas JSON, misalnya sesudah perubahan SOTK."
    sort = LEVELS
