; Installer for Windows (Inno Setup 6), to the folder for all users that OBS reads.
; usage: iscc /DVersion=1.2.3 /DPayload=FOLDER /DOutputName=NAME windows-installer.iss
[Setup]
AppId={{6C0D8B7E-63C3-4A8C-9B8B-2F6B5D0E8A41}
AppName=Lovense for OBS
AppVersion={#Version}
AppPublisher=lovense-for-obs
DefaultDirName={commonappdata}\obs-studio\plugins\lovense-for-obs
DisableDirPage=yes
DisableProgramGroupPage=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
PrivilegesRequired=admin
CloseApplications=yes
LicenseFile=..\..\LICENSE
OutputDir=.
OutputBaseFilename={#OutputName}
Compression=lzma2
SolidCompression=yes

[Files]
Source: "{#Payload}\lovense-for-obs\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs
