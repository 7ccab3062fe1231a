namespace NemoVideo.Language;

/// <summary>What an instruction to a screen comes to without one (protocol section 9).</summary>
public enum GuiAction
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>"Click …": the call that the button stands for.</summary>
    RunCall,

    /// <summary>"Open …": reading the state.</summary>
    ReadState,

    /// <summary>"Drag", "drop": an edit, in words.</summary>
    SendEdit,

    /// <summary>"Preview in timeline": the summary of the tracks.</summary>
    ShowTracks,

    /// <summary>"Export button": the export.</summary>
    Export,

    /// <summary>"Check account", "billing": the credits.</summary>
    ShowCredits,
}
