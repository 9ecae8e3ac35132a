"""Forms from files. Loads openpyxl and xlrd; the kiosk never comes here."""
