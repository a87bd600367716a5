from decisions.management.loading import LoadingCommand
from decisions.version_loading import RULES


class Command(LoadingCommand):
    help = "Memuat versi baru aturan persetujuan dari berkas JSON, setelah bagian hukum memastikan."
    sort = RULES
