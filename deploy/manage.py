"""manage.py with the virtual environment and the private settings: manage.py COMMAND…"""

import os
import sys

import machine
import private
from install import PYTHON, ROOT, install
from trouble import told

if __name__ == "__main__":
    with told():
        machine.check_folder(ROOT)
        private.load(ROOT / ".env")
        install("requirements.txt")
        private.ensure_secret_key(ROOT / ".env")
        os.execv(PYTHON, [str(PYTHON), str(ROOT / "manage.py"), *sys.argv[1:]])
