using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>An <c>ssh_channel</c> and the callbacks that libssh makes for it. Lives on its session's loop; released before the session is.</summary>
internal sealed unsafe class LibsshChannel
{
    private readonly IChannelOutput _output;
    private nint _channel;
    private GCHandle _self;
    private LibsshNative.ChannelCallbacks* _callbacks;

    public LibsshChannel(SessionHandle session, IChannelOutput output)
    {
        _output = output;
        _channel = LibsshNative.ssh_channel_new(session);
        if (_channel == 0)
        {
            throw new InvalidOperationException("libssh gives no channel.");
        }

        _self = GCHandle.Alloc(this);
        _callbacks = (LibsshNative.ChannelCallbacks*)NativeMemory.AllocZeroed((nuint)sizeof(LibsshNative.ChannelCallbacks));
        _callbacks->Size = (nuint)sizeof(LibsshNative.ChannelCallbacks);
        _callbacks->UserData = GCHandle.ToIntPtr(_self);
        _callbacks->Data = &OnData;
        _callbacks->Eof = &OnEof;
        _callbacks->Close = &OnClose;
        _callbacks->ExitStatus = &OnExitStatus;
        _callbacks->ExitSignal = &OnExitSignal;
        _ = LibsshNative.ssh_set_channel_callbacks(_channel, _callbacks);
    }

    /// <summary>The machine sends nothing more on the channel.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>The machine has closed the channel; all its output has come.</summary>
    public bool IsClosed { get; private set; }

    public int? ExitStatus { get; private set; }

    /// <summary>Without SIG, e.g. TERM.</summary>
    public string? ExitSignal { get; private set; }

    public int OpenSession() => LibsshNative.ssh_channel_open_session(_channel);

    /// <summary>Asks for a TCP connection from the machine to there (direct-tcpip; RFC 4254, 7.2).</summary>
    public int OpenForward(string host, int port) => LibsshNative.ssh_channel_open_forward(_channel, host, port, "127.0.0.1", 0);

    /// <summary>Right after <see cref="OpenSession"/> succeeded, before anything can come.</summary>
    public ChannelWindow? TryTakeWindow(Func<TimeSpan?> roundTrip) => ChannelWindow.TryTake(_channel, roundTrip);

    public int RequestPty(string terminalType, TerminalSize size) =>
        LibsshNative.ssh_channel_request_pty_size(_channel, terminalType, size.Columns, size.Rows);

    public int RequestShell() => LibsshNative.ssh_channel_request_shell(_channel);

    public bool Resize(TerminalSize size) =>
        LibsshNative.ssh_channel_change_pty_size(_channel, size.Columns, size.Rows) == LibsshNative.Ok;

    /// <summary>Takes what the machine's window allows: the number of bytes, or a negative number when the channel is gone.</summary>
    public int Write(ReadOnlySpan<byte> data)
    {
        fixed (byte* bytes = data)
        {
            return LibsshNative.ssh_channel_write(_channel, bytes, (uint)data.Length);
        }
    }

    public void Release()
    {
        if (_channel == 0)
        {
            return;
        }

        _ = LibsshNative.ssh_remove_channel_callbacks(_channel, _callbacks);
        LibsshNative.ssh_channel_free(_channel);
        _channel = 0;
        NativeMemory.Free(_callbacks);
        _callbacks = null;
        _self.Free();
    }

    private static LibsshChannel? Target(nint self) => GCHandle.FromIntPtr(self).Target as LibsshChannel;

    // No exception may leave a callback: it would end the process. What can throw here is running out of memory; then
    // the bytes stay with libssh (0 taken) and come again with the next packet.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnData(nint session, nint channel, byte* data, uint length, int isStderr, nint self)
    {
        try
        {
            Target(self)?._output.Append(new ReadOnlySpan<byte>(data, (int)length));
            return (int)length;
        }
        catch (Exception)
        {
            return 0;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnEof(nint session, nint channel, nint self)
    {
        if (Target(self) is { } target)
        {
            target.IsAtEnd = true;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnClose(nint session, nint channel, nint self)
    {
        if (Target(self) is { } target)
        {
            target.IsClosed = true;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnExitStatus(nint session, nint channel, int status, nint self)
    {
        if (Target(self) is { } target)
        {
            target.ExitStatus = status;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnExitSignal(nint session, nint channel, byte* signal, int isCore, byte* message, byte* language, nint self)
    {
        const int MaxSignalName = 32;
        if (Target(self) is { } target)
        {
            target.ExitSignal = string.Concat(LibsshNative.Text(signal).Where(char.IsAsciiLetterOrDigit).Take(MaxSignalName));
        }
    }
}
