@echo off
rem commons: finds Java and the jars, and runs the program with them. Belongs in bin\ of an unpacked distribution.
rem Environment: JAVA_HOME, COMMONS_JAVA_OPTS, COMMONS_CDS=off; see the file commons beside this one.
setlocal EnableExtensions DisableDelayedExpansion

set "DIST=%~dp0.."
if exist "%~dp0pom.xml" (
    set "DIST=%~dp0target\dist"
    if not exist "%~dp0target\dist\.built" (
        echo commons: building from source, once... 1>&2
        pushd "%~dp0.." && call mvn -q -B -DskipTests package >"%TEMP%\commons-build.log" 2>&1
        if errorlevel 1 (
            type "%TEMP%\commons-build.log" 1>&2
            echo commons: error: the build failed 1>&2
            exit /b 6
        )
        popd
    )
)

set "JAVA=java.exe"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"
set "JAVA_VERSION_FOUND="
for /f "tokens=3" %%v in ('""%JAVA%" -version 2>&1" ^| findstr /i "version"') do if not defined JAVA_VERSION_FOUND set "JAVA_VERSION_FOUND=%%~v"
if not defined JAVA_VERSION_FOUND (
    echo commons: error: no Java found 1>&2
    echo commons: hint: install a JDK or JRE, 17 or newer, or set JAVA_HOME 1>&2
    exit /b 6
)
for /f "delims=.-+" %%m in ("%JAVA_VERSION_FOUND%") do set "JAVA_MAJOR=%%m"
if %JAVA_MAJOR% LSS 17 (
    echo commons: error: Java 17 or newer is needed; %JAVA% is %JAVA_VERSION_FOUND% 1>&2
    echo commons: hint: set JAVA_HOME to a newer one 1>&2
    exit /b 6
)

rem The verb is the first word that is neither an option nor the value of one.
set "VERB="
set "SKIP="
for %%w in (%*) do call :word "%%~w"

set "CP=%DIST%\lib\*"
set "TUNE=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
for %%v in (add sign check verify merge release clone pull push propose fsck gc) do if "%VERB%"=="%%v" set "TUNE=-XX:+UseSerialGC -XX:Tier4InvocationThreshold=30000 -XX:Tier4MinInvocationThreshold=10000 -XX:Tier4CompileThreshold=60000 -XX:Tier4BackEdgeThreshold=100000"
for %%v in (train eval demo) do if "%VERB%"=="%%v" set "TUNE=-Djava.awt.headless=true"
for %%v in (train eval demo) do if "%VERB%"=="%%v" set "CP=%DIST%\lib\*;%DIST%\lib\train\*"
if not defined OMP_NUM_THREADS set "OMP_NUM_THREADS=%NUMBER_OF_PROCESSORS%"
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=passive"

rem From JDK 19 on the JVM keeps an archive of classes by itself.
set "CDS="
if /i not "%COMMONS_CDS%"=="off" if defined LOCALAPPDATA if %JAVA_MAJOR% GEQ 19 (
    if not exist "%LOCALAPPDATA%\commons" mkdir "%LOCALAPPDATA%\commons" 2>nul
    set CDS=-XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=%LOCALAPPDATA%\commons\cds-%JAVA_VERSION_FOUND%.jsa"
)

"%JAVA%" -Xshare:auto %CDS% -Xlog:disable -Xlog:all=error:stderr -Dfile.encoding=UTF-8 %TUNE% %COMMONS_JAVA_OPTS% -cp "%CP%" org.datasetcommons.cli.Main %*
exit /b %ERRORLEVEL%

:word
if defined VERB goto :eof
if defined SKIP (
    set "SKIP="
    goto :eof
)
set "WORD=%~1"
if "%WORD%"=="-C" set "SKIP=1"
if "%WORD%"=="--color" set "SKIP=1"
if "%WORD%"=="--progress" set "SKIP=1"
if not "%WORD:~0,1%"=="-" set "VERB=%WORD%"
goto :eof
