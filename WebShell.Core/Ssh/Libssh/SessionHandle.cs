using Microsoft.Win32.SafeHandles;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>Owns an <c>ssh_session</c>; released on the session's loop, after its channel and event.</summary>
internal sealed class SessionHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibsshNative.ssh_free(handle);
        return true;
    }
}

/// <summary>Owns an <c>ssh_key</c>, private or public.</summary>
internal sealed class KeyHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibsshNative.ssh_key_free(handle);
        return true;
    }
}
